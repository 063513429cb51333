"""Rule files -> rule sets, their editions, and the catalogue of those that zhenkit ships."""
