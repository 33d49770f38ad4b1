"""Encode text: turn each free text into a few numbers, the topics of its words.

In:  `train.parquet` and `test.parquet` in the folder named by `reads.encode_text`: features and target.
Out: the same in `data/processed/encode_text`, in the place of each text its topics, and `steps.joblib`: the
     fitted step goes in front of the model, so that the service encodes new texts likewise.

Texts are the columns with `role: text` in `data/schema.yaml`; without any, the tables pass as they are.
"""

import numpy as np
import pandas as pd
from pydantic import Field
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline

from project_package.utils.errors import run
from project_package.utils.pairs import read_pair, write_pair
from project_package.utils.params import Params
from project_package.utils.schema import load_schema
from project_package.utils.settings import Settings, read_settings

FOLDER = "data/processed/encode_text"


class EncodeText(Settings):
    """The section `encode_text` of `params.yaml`."""

    topics: int = Field(ge=1)
    terms: int = Field(ge=2)


class StageParams(Params):
    """All of `params.yaml`."""

    encode_text: EncodeText


class TextTopics(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """TF-IDF of words and word pairs, condensed to topics (latent semantic analysis), column by column."""

    def __init__(self, columns: list[str], topics: int, terms: int, seed: int) -> None:
        """Name the text columns; columns that a table does not have are passed over."""
        self.columns, self.topics, self.terms, self.seed = columns, topics, terms, seed

    def fit(self, features: pd.DataFrame, target: object = None) -> "TextTopics":
        """Learn words and topics; a column without two different words says nothing."""
        self.feature_names_in_ = features.columns.to_numpy(dtype=object)
        self.encoders_: dict[str, Pipeline | None] = {}
        for column in [name for name in self.columns if name in features]:
            words = _text(features[column]).str.lower().str.findall(r"\w\w+").explode().nunique()
            terms = TfidfVectorizer(max_features=self.terms, sublinear_tf=True, ngram_range=(1, 2))
            topics = TruncatedSVD(max(1, min(self.topics, words // 3)), random_state=self.seed)
            self.encoders_[column] = make_pipeline(terms, topics).fit(_text(features[column])) if words > 1 else None
        return self

    def transform(self, features: pd.DataFrame) -> pd.DataFrame:
        """Put the topics of each text, `<column>: topic 1` and so on, in the place of the text.

        There are always as many, the last ones 0 where the words do not make so many: fitted again on fewer
        rows, the step gives the same columns.
        """
        parts = [features.drop(columns=list(self.encoders_))]
        for column, encoder in self.encoders_.items():
            values = np.zeros((len(features), self.topics))
            if encoder is not None:
                made = encoder.transform(_text(features[column]))
                values[:, : made.shape[1]] = made
            names = [f"{column}: topic {place + 1}" for place in range(self.topics)]
            parts.append(pd.DataFrame(values, columns=names, index=features.index))
        return pd.concat(parts, axis=1)


def _text(values: pd.Series) -> pd.Series:
    return values.astype(object).where(values.notna(), "").map(str)


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    schema = load_schema(params.data.schema_path, params.data.target)
    settings = params.encode_text
    step = TextTopics(schema.names("text"), settings.topics, settings.terms, params.base.seed)
    write_pair(read_pair(params.reads["encode_text"]).through("encode_text", step, params.data.target), FOLDER)


if __name__ == "__main__":
    # By its own name: a step that was saved from `__main__` could be loaded nowhere else.
    from project_package.stages import encode_text

    run(encode_text.main)
