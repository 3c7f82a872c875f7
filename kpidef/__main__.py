"""`python -m kpidef`: the command line, where its script is not on the path."""

from kpidef.cli import main

if __name__ == "__main__":
    main()
