"""受理: applications that wait, what they lack, and registering somebody who comes to the window."""
