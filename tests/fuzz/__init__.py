"""A fuzzer: inputs of every format, changed at random, through the commands; what they answer is held to oracles."""
