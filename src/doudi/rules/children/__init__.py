"""Orphans 孤儿, children whom nobody in fact supports 事实无人抚养儿童, and other children in difficulty 困境儿童."""
