"""The yearly assessment, a format a file; `outline` is what all of them say."""
