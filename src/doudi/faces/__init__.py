"""What the faces of the product share: portal and desk may not import each other, so it stands below both.

Python only, and nothing of Django: the form of a family, a field, a badge, a calculation made short, dates in words.
The partials and style sheets they are drawn with are found by name (`ui/…`, `css/…`) and stay in `portal`.
"""
