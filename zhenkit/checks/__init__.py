"""The idea: a rule is a small tree of checks (`tree.py`); each other module is a fold over it, or what folds share."""
