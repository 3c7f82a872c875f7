"""What YAML files say, as frozen records that still hold names."""
