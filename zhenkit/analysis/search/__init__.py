"""Is there a town such that ...? Decided exactly, over the critical values of its facts."""
