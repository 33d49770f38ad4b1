"""`python -m create_ml_project`."""

from create_ml_project import main

main()
