"""What the validators of CycloneDX, Croissant and Hugging Face read in the project of this folder, as JSON."""

import hashlib
import json
import sys
from pathlib import Path

import mlcroissant
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from huggingface_hub import ModelCard

bom = Path("reports/mlbom.cdx.json").read_text(encoding="utf-8")
if error := JsonStrictValidator(SchemaVersion.V1_6).validate_str(bom):
    sys.exit(f"CycloneDX: {error}")
for component in json.loads(bom)["components"]:
    for file in (Path("models/model.joblib"), Path("data/raw") / component["name"]):
        if file.is_file() and component["type"] == ("data" if "raw" in file.parts else "machine-learning-model"):
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            assert component["hashes"] == [{"alg": "SHA-256", "content": digest}], file

# Refuses what breaks the format; what is only recommended, such as a licence that nobody has stated, is a warning.
fields = mlcroissant.Dataset("data/croissant.json").metadata.record_sets[0].fields
metrics = json.loads(bom)["components"][0]["modelCard"]["quantitativeAnalysis"]["performanceMetrics"]
results = ModelCard.load("docs/model-card.md").data.eval_results
print(
    json.dumps(
        {
            "bom": {metric["type"]: float(metric["value"]) for metric in metrics},
            "card": {result.metric_type: result.metric_value for result in results},
            "columns": len(fields),
        }
    )
)
