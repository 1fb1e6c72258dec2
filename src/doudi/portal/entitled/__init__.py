"""我能得到哪些帮助: a dozen plain questions to anybody, the one that settles most next; nothing of it is kept.

`choosing` finds the next question, `asking` draws it, `answering` takes it into the form, `told` reads what was asked.
The answers live in the form alone: a redirect after each post would need them in an address, which is logged and kept,
or on the server. So screens are posts; `steps.js` lets the browser's own Back show the one before from the history of
its tab, and 上一步 does so without any script.
"""
