"""A fictional register to try the product with: families at every stage in the five places, through real acts."""
