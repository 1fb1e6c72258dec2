"""The minimum living guarantee 最低生活保障: standard, test, amount, supplement, withdrawal, single persons."""
