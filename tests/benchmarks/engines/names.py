"""The engines compared, and how many towns each is measured on: enough to last a second, and more for whole columns."""

ENGINES = {
    "zen-engine": 20_000,
    "common-expression-language": 20_000,
    "rule-engine": 20_000,
    "openfisca-core": 200_000,
}
