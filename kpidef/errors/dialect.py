"""4xx: what a dialect cannot say."""

