"""What makes docs/ and README.md say only what the code does."""
