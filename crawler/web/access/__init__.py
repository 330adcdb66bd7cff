"""Who may come in, and what they may do.

Whoever writes an answer takes one of these as a parameter, and is called only for those who may:

    from crawler.web.access.reader import Posting, Reading, Writing

    @router.get("/topics")
    def topics(reader: Reading) -> …          # whoever may see things; others are sent to /login,
                                              # or get a 401 that a program understands
    @router.post("/topics")
    def change(reader: Posting, …) -> …       # a form of a page: may change things, and the form
                                              # held the token of `csrf_field`
    @api.post("/topics")
    def change(reader: Writing, …) -> …       # the API: a token with the scope, or a page of ours

In a template, within each form: ``{{ csrf(reader) }}``, *reader* being handed to `page`. A script
sends ``reader.csrf`` as the header ``X-CSRF-Token``. `Reader` tells more: `may(Scope.WRITE)`,
`is_logged_in` (whether there is anything to log out of).

Without a password, a service that answers this machine alone lets everybody in who reaches it; any
other does not start (opening.py).

gate.py        what is asked of every request: by which name, and from which page
reader.py      a request -> its Reader, or a refusal
login.py       /login and /logout
sessions.py    cookies
csrf.py        the token that proves that a form is ours
passwords.py   a password -> what is kept of it
guessing.py    how fast passwords may be tried
refusals.py    how those who may not are told
opening.py     what must be right before we listen
"""
