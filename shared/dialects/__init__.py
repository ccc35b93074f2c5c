"""Three ways to write one vocabulary: native, classroom, netcat."""
