"""What a person is told, step by step, while the box learns something with their help."""
