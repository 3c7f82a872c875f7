"""Mixed requests for as long as one likes: memory that stays, connections that all go, answers that never change."""
