"""The library: what `import zhenkit` offers. Its values wrap those inside, which may change; these do not."""
