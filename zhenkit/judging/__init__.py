"""A town and a rule set -> a judgement; runs of many towns, ranking, changes since an earlier report."""
