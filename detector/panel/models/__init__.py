"""What Train and Inspect share: the models at hand and the devices to run them on."""
