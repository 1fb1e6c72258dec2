"""Help for people who are stranded 生活无着的流浪乞讨人员救助: shelter, and a register for those who have none."""
