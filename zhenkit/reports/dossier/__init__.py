"""What an application for designation asks for, filled from a town file: a file a format; `outline` is what is said."""
