import pandas as pd

from project_package.stages.encode_text import TextTopics
from project_package.utils.pairs import Pair

TEXTS = ["the parcel came late", "late again, and broken", "quick and friendly help", "friendly, quick, cheap", None]
TRAIN = pd.DataFrame({"my note": TEXTS, "size": [1.0, 2.0, 3.0, 4.0, 5.0], "target": [0, 0, 1, 1, 1]})
TEST = pd.DataFrame({"my note": ["never seen words only", None], "size": [6.0, 7.0], "target": [1, 0]})


def encode(columns: list[str]) -> Pair:
    return Pair(TRAIN, TEST).through("encode_text", TextTopics(columns, topics=2, terms=100, seed=0), "target")


def test_topics_take_the_place_of_the_text() -> None:
    pair = encode(["my note"])
    assert list(pair.train.columns) == ["size", "my note: topic 1", "my note: topic 2", "target"]
    assert pair.train.select_dtypes("number").shape == pair.train.shape
    assert pair.test["size"].tolist() == [6, 7]


def test_words_are_learned_from_train_alone() -> None:
    unseen = encode(["my note"]).test[["my note: topic 1", "my note: topic 2"]]
    assert (unseen == 0).all(axis=None)


def test_without_texts_the_tables_pass() -> None:
    pair = encode(["not here"])
    pd.testing.assert_frame_equal(pair.train, TRAIN)
    pd.testing.assert_frame_equal(pair.test, TEST)


def test_few_or_no_words_give_the_same_columns() -> None:
    step = TextTopics(["my note"], topics=5, terms=100, seed=0)
    names = ["size", *(f"my note: topic {number}" for number in range(1, 6)), "target"]
    for text in ("-", "two words"):
        made = step.fit_transform(TRAIN.assign(**{"my note": text}))
        assert sorted(made.columns) == sorted(names)
        assert (made["my note: topic 5"] == 0).all()
