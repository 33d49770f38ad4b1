"""The project's package: stages of the pipeline, features, and what they share.

Every numeric library is held to one thread here, before it is imported: the number of threads
changes the last digits of a model, and many small parallel regions run slower than none.
"""

import os
import sys

# Every stage is a process of its own: libraries compiled anew each time take most of a run's time.
sys.dont_write_bytecode = False

for _library in ("OMP", "OPENBLAS", "MKL", "BLIS", "NUMEXPR", "VECLIB_MAXIMUM"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"
