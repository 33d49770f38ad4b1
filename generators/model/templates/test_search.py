

def test_it_takes_every_setting_that_is_searched(params: Params) -> None:
    settings = CANDIDATES["model_name"].build(params.base.seed).get_params()
    assert set(params.tune.candidates["model_name"]) <= set(settings)
