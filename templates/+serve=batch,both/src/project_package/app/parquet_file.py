"""Scoring a Parquet file: batch by batch, its columns as they are and the answers beside them."""

from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from project_package.app.text_file import CHUNK
from project_package.monitoring.readable import make_readable
from project_package.utils.errors import ProjectError
from project_package.utils.scoring import Scorer
from project_package.utils.tables import read_raw


def score_parquet(source: Path, target: Path, scorer: Scorer, chunk: int = CHUNK) -> dict[str, int]:
    """Score a Parquet file, chunk by chunk; values that do not fit their column's type count as missing."""
    rows, part, writer = 0, target.with_name(f"{target.name}.part"), None
    for batch in parquet.ParquetFile(source).iter_batches(chunk):
        piece = part.with_name(f"{part.name}.chunk")
        parquet.write_table(pa.Table.from_batches([batch]), piece)
        readable, _ = make_readable(read_raw(scorer.schema, piece), scorer.schema)
        piece.unlink()
        answers = pa.Table.from_pandas(scorer.score_table(readable), preserve_index=False)
        scored = pa.Table.from_batches([batch])
        for name in answers.column_names:
            scored = scored.append_column(name, answers[name])
        writer = writer or parquet.ParquetWriter(part, scored.schema)
        writer.write_table(scored)
        rows += len(readable)
    if writer is None:
        raise ProjectError(f"{source} has no records.")
    writer.close()
    part.replace(target)
    return {"scored": rows, "rejected": 0}
