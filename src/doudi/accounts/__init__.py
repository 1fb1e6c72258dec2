"""Places, offices, officers and citizens: who may do which act where, and how they prove who they are."""
