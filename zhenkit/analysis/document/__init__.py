"""An official document (认定标准 and the plan around it) read, and a rule file held against it or drafted from it."""
