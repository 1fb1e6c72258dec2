"""Educational assistance 教育救助, by stage: 649#33-36, and what pupil aid gives each stage."""
