"""Letters that a yearly assessment leads to: notices to the slow (督办通知书), a circular on the best (通报表扬)."""
