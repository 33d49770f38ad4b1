"""The stages of the pipeline, one file each; `dvc.yaml` tells their order."""
