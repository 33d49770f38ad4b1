import subprocess
import sys

import pytest

from project_package.utils.errors import GateError, ProjectError, run


@pytest.mark.parametrize(("error", "code"), [(ProjectError("wrong"), 2), (GateError("not good enough"), 3)])
def test_an_error_of_ours_ends_with_its_message_and_its_code(
    error: ProjectError, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def main() -> None:
        raise error

    with pytest.raises(SystemExit) as ended:
        run(main)
    assert ended.value.code == code
    assert capsys.readouterr().err == f"{error}\n"


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    program = "from project_package.utils.errors import run\nrun(lambda: print('x' * 10_000_000))"
    writer = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert writer.stdout and writer.stderr
    writer.stdout.read(10)
    writer.stdout.close()
    assert writer.wait() == 141
    assert writer.stderr.read() == b""
