"""Who may do what: every address of both ports, and the status that each kind of visitor gets there.

A new route needs a row; `tests/api/test_who_may.py` walks the rows from top to bottom on one running server and says
which route has none. In a row:

- `POST` is sent as it should be: a page's form with Origin and form token, the API's JSON with a bearer token;
  `POST-` and `PUT-` are the same by cookie alone, without Origin and without form token. Nothing may come of them.
- `cut` is a connection that ends without an answer, as the network's file asks for.
- `{thread}`, `{reply}`, `{person}` are a thread that everybody may read, its post, and somebody who has joined.
  404 for what is named `nosuch...` means that somebody got past the door and found nothing there.
"""

NETWORK_VISITORS = (
    "stranger", "student", "professor", "reporter", "elite", "visitor", "none", "console", "teacher"
)  # fmt: skip
"""On the students' port: nobody yet; student, professor and reporter of tier intranet; students of the other tiers;
the teacher's browser with the console's cookie (under both names); a program with the teacher's token."""

NETWORK = """
#                                                  str stu pro rep eli vis non con tea
# what every site answers
GET   /healthz                                     200 200 200 200 200 200 200 200 200
GET   /readyz                                      200 200 200 200 200 200 200 200 200
GET   /-/static/closednet.css                      200 200 200 200 200 200 200 200 200
GET   /-/static/nosuchfile                         404 404 404 404 404 404 404 404 404
# the ways in, open to whoever reaches the machine; the ends of the way through the portal are on other hosts
GET   /proxy.pac                                   200 200 200 200 200 200 200 200 200
GET   /connect                                     200 200 200 200 200 200 200 200 200
GET   /connect/windows                             200 200 200 200 200 200 200 200 200
GET   /connect/nosuchsystem                        404 404 404 404 404 404 404 404 404
GET   /connect/test?again=yes                      200 200 200 200 200 200 200 200 200
GET   /-/lane.svg                                  200 200 200 200 200 200 200 200 200
GET   /-/abroad                                    404 404 404 404 404 404 404 404 404
GET   /-/pass                                      404 404 404 404 404 404 404 404 404
# the workstation, by tier
GET   /                                            303 200 200 200 200 302 302 303 303
GET   /~portal/                                    303 200 200 200 200 302 302 303 303
GET   /~portal/go?address=chat                     303 200 200 200 303 403 403 303 303
GET   /~portal/search                              303 200 200 200 200 403 403 303 303
GET   /~portal/search/nosuchsearch                 303 404 404 404 404 403 403 303 303
POST  /~portal/search                              303 303 303 303 303 403 403 303 303
POST- /~portal/search                              303 403 403 403 403 403 403 303 303
GET   /~portal/poster                              303 200 200 200 200 403 403 303 303
GET   /~portal/trip?address=chat                   303 404 404 404 404 403 403 303 303
# the same for who may not open the portal; everybody else is led to where they begin
GET   /start                                       303 303 303 303 303 200 303 303 303
GET   /start/go?address=chat                       303 303 303 303 303 303 303 303 303
GET   /start/search                                303 303 303 303 303 200 303 303 303
GET   /start/search/nosuchsearch                   303 303 303 303 303 404 303 303 303
POST  /start/search                                303 303 303 303 303 303 303 303 303
POST- /start/search                                303 303 303 303 303 403 303 303 303
GET   /start/poster                                303 303 303 303 303 200 303 303 303
GET   /start/trip?address=chat                     303 303 303 303 303 404 303 303 303
GET   /start/nosuchpage                            303 303 303 303 303 404 303 303 303
# the board
GET   /~board/                                     303 200 200 200 200 403 403 303 303
GET   /~board/boards/friends                       303 200 200 200 200 403 403 303 303
GET   /~board/boards/friends/new                   303 200 200 200 200 403 403 303 303
POST  /~board/boards/friends/new                   303 303 303 303 303 403 403 303 303
POST- /~board/boards/friends/new                   303 403 403 403 403 403 403 303 303
GET   /~board/threads/{thread}                     303 200 200 200 200 403 403 303 303
GET   /~board/threads/nosuchthread                 303 404 404 404 404 403 403 303 303
POST  /~board/threads/{thread}/replies             303 303 303 303 303 403 403 303 303
POST- /~board/threads/{thread}/replies             303 403 403 403 403 403 403 303 303
GET   /~board/birthdays                            303 200 200 200 200 403 403 303 303
GET   /~board/rules                                303 200 200 200 200 403 403 303 303
GET   /~board/people/{person}/card                 303 200 200 200 200 403 403 303 303
POST  /~board/people/{person}/card                 303 303 303 303 303 403 403 303 303
POST- /~board/people/{person}/card                 303 403 403 403 403 403 403 303 303
GET   /~board/nosuchpage                           303 404 404 404 404 403 403 303 303
# the other sites inside
GET   /~press/                                     303 200 200 200 200 403 403 303 303
GET   /~library/hours                              303 200 200 200 200 403 403 303 303
GET   /~library/ask                                303 200 200 200 200 403 403 303 303
POST  /~library/ask                                303 303 303 303 303 403 403 303 303
POST- /~library/ask                                303 403 403 403 403 403 403 303 303
POST  /~library/hours                              303 405 405 405 405 403 403 303 303
POST- /~library/hours                              303 405 405 405 405 403 403 303 303
GET   /~library/reading/copies                     303 200 200 200 200 403 403 303 303
GET   /~library/reading/copies/nosuchcopy          303 404 404 404 404 403 403 303 303
GET   /~university/                                303 200 200 200 200 403 403 303 303
GET   /~films/                                     303 200 200 200 200 403 403 303 303
GET   /~handbook/                                  303 200 200 200 200 403 403 303 303
GET   /~handbook/language                          303 200 200 200 200 403 403 303 303
GET   /~handbook/teachers/bright-net               303 404 404 404 404 403 403 303 303
GET   /~handbook/nosuchpage                        303 404 404 404 404 403 403 303 303
GET   /~newspaper/                                 303 403 403 403 200 403 200 303 303
GET   /~hotel/map                                  303 403 403 403 200 200 403 303 303
# names abroad, each with its own way to refuse
GET   /~world-news/                                303 403 403 403 200 200 403 303 303
GET   /~video/                                     303 503 503 503 200 200 503 303 303
GET   /~chat/                                      303 cut cut cut 200 200 cut 303 303
GET   /~search/                                    303 404 404 404 200 200 404 303 303
GET   /~encyclopedia/                              303 451 451 451 200 200 451 303 303
GET   /~mirror/                                    303 cut cut cut 200 200 cut 303 303
GET   /~nosuchsite/                                403 403 403 403 403 403 403 403 403
# of pages that were written for a pack, a desk alone takes a form
POST  /~press/                                     303 405 405 405 405 403 403 303 303
POST- /~press/                                     303 405 405 405 405 403 403 303 303
POST  /~university/                                303 405 405 405 405 403 403 303 303
POST- /~university/                                303 405 405 405 405 403 403 303 303
POST  /~films/                                     303 405 405 405 405 403 403 303 303
POST- /~films/                                     303 405 405 405 405 403 403 303 303
POST  /~handbook/                                  303 405 405 405 405 403 403 303 303
POST- /~handbook/                                  303 405 405 405 405 403 403 303 303
POST  /~newspaper/                                 303 403 403 403 405 403 405 303 303
POST- /~newspaper/                                 303 403 403 403 405 403 405 303 303
POST  /~hotel/map                                  303 403 403 403 405 405 403 303 303
POST- /~hotel/map                                  303 403 403 403 405 405 403 303 303
POST  /~world-news/                                303 403 403 403 405 405 403 303 303
POST- /~world-news/                                303 403 403 403 405 405 403 303 303
POST  /~video/                                     303 503 503 503 405 405 503 303 303
POST- /~video/                                     303 503 503 503 405 405 503 303 303
POST  /~chat/                                      303 cut cut cut 405 405 cut 303 303
POST- /~chat/                                      303 cut cut cut 405 405 cut 303 303
POST  /~search/                                    303 404 404 404 405 405 404 303 303
POST- /~search/                                    303 404 404 404 405 405 404 303 303
POST  /~encyclopedia/                              303 451 451 451 405 405 451 303 303
POST- /~encyclopedia/                              303 451 451 451 405 405 451 303 303
POST  /~mirror/                                    303 cut cut cut 405 405 cut 303 303
POST- /~mirror/                                    303 cut cut cut 405 405 cut 303 303
# the API
GET   /api/v1/openapi.json                         200 200 200 200 200 200 200 200 200
POST  /api/v1/join                                 403 403 403 403 403 403 403 403 403
POST- /api/v1/join                                 403 403 403 403 403 403 403 403 403
POST  /api/v1/return                               403 403 403 403 403 403 403 403 403
POST- /api/v1/return                               403 403 403 403 403 403 403 403 403
GET   /api/v1/me                                   401 200 200 200 200 200 200 401 401
GET   /api/v1/sites                                401 200 200 200 200 200 200 401 401
GET   /api/v1/rules                                401 200 200 200 200 403 403 401 401
GET   /api/v1/network/try?url=chat                 401 200 200 200 200 200 200 401 401
GET   /api/v1/boards                               401 200 200 200 200 200 200 401 401
GET   /api/v1/boards/friends/threads               401 200 200 200 200 403 403 401 401
POST  /api/v1/boards/friends/threads               401 422 422 422 422 403 403 401 401
POST- /api/v1/boards/friends/threads               401 403 403 403 403 403 403 401 401
GET   /api/v1/threads/{thread}                     401 200 200 200 200 403 403 401 401
GET   /api/v1/threads/nosuchthread                 401 404 404 404 404 404 404 401 401
POST  /api/v1/threads/{thread}/posts               401 201 201 201 201 403 403 401 401
POST- /api/v1/threads/{thread}/posts               401 403 403 403 403 403 403 401 401
# the console's addresses are nothing here
GET   /enter?token=wrong                           303 404 404 404 404 403 403 303 303
GET   /lesson                                      303 404 404 404 404 403 403 303 303
GET   /people                                      303 404 404 404 404 403 403 303 303
GET   /people/{person}                             303 404 404 404 404 403 403 303 303
POST- /people/{person}/erase                       303 404 404 404 404 403 403 303 303
POST  /people/{person}/erase                       303 404 404 404 404 403 403 303 303
GET   /queue                                       303 404 404 404 404 403 403 303 303
GET   /policies                                    303 404 404 404 404 403 403 303 303
GET   /posts/{reply}                               303 404 404 404 404 403 403 303 303
POST  /lesson/reveal                               303 404 404 404 404 403 403 303 303
POST- /lesson/reveal                               303 404 404 404 404 403 403 303 303
GET   /api/v1/policies                             404 404 404 404 404 404 404 404 404
GET   /policies/posts-so-far                       303 404 404 404 404 403 403 303 303
POST  /policies/posts-so-far/change                303 404 404 404 404 403 403 303 303
POST- /policies/posts-so-far/change                303 404 404 404 404 403 403 303 303
GET   /api/v1/re-run                               404 404 404 404 404 404 404 404 404
POST  /api/v1/re-run                               404 404 404 404 404 404 404 404 404
POST- /api/v1/re-run                               404 404 404 404 404 404 404 404 404
GET   /network/file                                303 404 404 404 404 403 403 303 303
GET   /network/packs                               303 404 404 404 404 403 403 303 303
GET   /network                                     303 404 404 404 404 403 403 303 303
GET   /api/v1/network/packs                        404 404 404 404 404 404 404 404 404
GET   /api/v1/network                              404 404 404 404 404 404 404 404 404
GET   /network/requests                            303 404 404 404 404 403 403 303 303
POST- /network/requests/nosuchrequest/withdraw     303 404 404 404 404 403 403 303 303
GET   /network/requests/nosuchrequest/copy         303 404 404 404 404 403 403 303 303
POST- /network/requests/nosuchrequest/copy         303 404 404 404 404 403 403 303 303
GET   /network/copies/nosuchcopy                   303 404 404 404 404 403 403 303 303
GET   /api/v1/copies                               404 404 404 404 404 404 404 404 404
POST- /api/v1/copies/nosuchcopy/take-away          404 404 404 404 404 404 404 404 404
GET   /api/v1/access-requests                      404 404 404 404 404 404 404 404 404
POST- /api/v1/access-requests/nosuchrequest/grant  404 404 404 404 404 404 404 404 404
GET   /api/v1/people                               404 404 404 404 404 404 404 404 404
GET   /api/v1/decisions                            404 404 404 404 404 404 404 404 404
GET   /api/v1/queue                                404 404 404 404 404 404 404 404 404
GET   /api/v1/events                               404 404 404 404 404 404 404 404 404
GET   /api/v1/posts/{reply}/lenses                 404 404 404 404 404 404 404 404 404
POST  /api/v1/lesson/reveal                        404 404 404 404 404 404 404 404 404
POST- /api/v1/lesson/reveal                        404 404 404 404 404 404 404 404 404
PUT   /api/v1/policies/nosuchpolicy                404 404 404 404 404 404 404 404 404
PUT-  /api/v1/policies/nosuchpolicy                404 404 404 404 404 404 404 404 404
# own traces: an address like any other while they are hidden
GET   /mine                                        303 404 404 404 404 403 403 303 303
GET   /mine/{reply}                                303 404 404 404 404 403 403 303 303
GET   /api/v1/mine                                 404 404 404 404 404 404 404 404 404
# own visits: an address like any other while they are not shown
GET   /mine/visits                                 303 404 404 404 404 403 403 303 303
# the monitor is nothing here
GET   /monitor                                     303 404 404 404 404 403 403 303 303
GET   /monitor/visits.csv                          303 404 404 404 404 403 403 303 303
GET   /api/v1/visits                               404 404 404 404 404 404 404 404 404
GET   /api/v1/visits/events                        404 404 404 404 404 404 404 404 404
# what is kept about oneself
GET   /me                                          303 200 200 200 200 200 200 303 303
GET   /me?before=nosuchpost                        303 404 404 404 404 404 404 303 303
GET   /me/password                                 303 200 200 200 200 200 200 303 303
POST  /me/password                                 303 422 422 422 422 422 422 303 303
POST- /me/password                                 303 403 403 403 403 403 403 303 303
POST- /me/sign-out                                 303 403 403 403 403 403 403 303 303
GET   /me/erase                                    303 200 200 200 200 200 200 303 303
POST- /me/erase                                    303 403 403 403 403 403 403 303 303
# asking for what is closed
GET   /me/requests                                 303 200 200 200 200 200 200 303 303
GET   /me/ask                                      303 404 404 404 404 404 404 303 303
GET   /me/ask?site=world-news                      303 200 200 200 303 303 200 303 303
GET   /me/ask?site=search                          303 404 404 404 303 303 404 303 303
POST  /me/ask                                      303 404 404 404 404 404 404 303 303
POST- /me/ask                                      303 403 403 403 403 403 403 303 303
# the front door; leaving comes last
GET   /join                                        200 303 303 303 303 303 303 200 200
POST  /join                                        422 303 303 303 303 303 303 422 422
POST- /join                                        403 303 303 303 303 303 303 403 422
GET   /return                                      200 200 200 200 200 200 200 200 200
POST  /return                                      422 422 422 422 422 422 422 422 422
POST- /return                                      403 403 403 403 403 403 403 403 422
GET   /leave                                       303 200 200 200 200 200 200 303 303
POST- /leave                                       403 403 403 403 403 403 403 403 303
POST  /leave                                       303 303 303 303 303 303 303 303 303
POST  /me/sign-out                                 303 303 303 303 303 303 303 303 303
POST  /me/erase                                    303 303 303 303 303 303 303 303 303
"""

REVEALED = """
#                                                  str stu pro rep eli vis non con tea
GET   /mine                                        303 200 200 200 200 200 200 303 303
GET   /mine/{reply}                                303 404 404 404 404 404 404 303 303
GET   /mine/nosuchpost                             303 404 404 404 404 404 404 303 303
GET   /api/v1/mine                                 401 200 200 200 200 200 200 401 401
"""
"""On the students' port while the teacher reveals what became of everybody's words: to each their own."""

VISITS_SHOWN = """
#                                                  str stu pro rep eli vis non con tea
GET   /mine/visits                                 303 200 200 200 200 200 200 303 303
GET   /mine/visits?before=1                        303 200 200 200 200 200 200 303 303
GET   /mine/visits?before=nosuchvisit              303 200 200 200 200 200 200 303 303
GET   /mine                                        303 404 404 404 404 403 403 303 303
GET   /~portal/trip?address=chat                   303 200 200 200 200 403 403 303 303
GET   /start/trip?address=chat                     303 303 303 303 303 200 303 303 303
"""
"""On the students' port while the teacher shows everybody their own visits."""

CONSOLE_VISITORS = ("stranger", "cookie", "token", "browser", "program")
"""On the teacher's port: nobody; a student's cookie (under both names); a student's token; the teacher's browser; a
program with the teacher's token."""

CONSOLE = """
#                                                  str coo tok bro pro
# the door
GET   /healthz                                     200 200 200 200 200
GET   /readyz                                      200 200 200 200 200
GET   /-/static/console.css                        200 200 200 200 200
GET   /-/static/nosuchfile                         404 404 404 404 404
GET   /enter                                       401 401 401 401 401
GET   /enter?token=wrong                           401 401 401 401 401
# pages
GET   /                                            401 401 401 200 200
GET   /lesson                                      401 401 401 200 200
GET   /lesson/qr.svg                               401 401 401 404 404
POST  /lesson/freeze                               401 401 401 303 303
POST- /lesson/freeze                               401 401 401 403 303
POST  /lesson/thaw                                 401 401 401 303 303
POST- /lesson/thaw                                 401 401 401 403 303
POST  /lesson/reveal                               401 401 401 303 303
POST- /lesson/reveal                               401 401 401 403 303
POST  /lesson/hide                                 401 401 401 303 303
POST- /lesson/hide                                 401 401 401 403 303
POST  /lesson/show-visits                          401 401 401 303 303
POST- /lesson/show-visits                          401 401 401 403 303
POST  /lesson/hide-visits                          401 401 401 303 303
POST- /lesson/hide-visits                          401 401 401 403 303
GET   /monitor                                     401 401 401 200 200
GET   /monitor?from=nosuchtime                     401 401 401 200 200
GET   /monitor/visits.csv                          401 401 401 200 200
GET   /queue                                       401 401 401 200 200
GET   /posts/{reply}                               401 401 401 200 200
GET   /posts/nosuchpost                            401 401 401 404 404
POST  /posts/nosuchpost/release                    401 401 401 404 404
POST- /posts/nosuchpost/release                    401 401 401 403 404
POST  /posts/nosuchpost/refuse                     401 401 401 404 404
POST- /posts/nosuchpost/refuse                     401 401 401 403 404
# the lanes
GET   /network/file                                401 401 401 200 200
GET   /network/poster                              401 401 401 200 200
GET   /network/lanes                               401 401 401 200 200
GET   /network/lanes/qr.svg                        401 401 401 404 404
GET   /network/lanes/seal                          401 401 401 200 200
POST  /network/lanes/seal                          401 401 401 303 303
POST- /network/lanes/seal                          401 401 401 403 303
POST  /network/lanes/unseal                        401 401 401 303 303
POST- /network/lanes/unseal                        401 401 401 403 303
# people
GET   /people                                      401 401 401 200 200
GET   /people?after=nosuchperson                   401 401 401 200 200
GET   /people/{person}                             401 401 401 200 200
GET   /people/nosuchperson                         401 401 401 404 404
POST  /people/{person}/place                       401 401 401 422 422
POST- /people/{person}/place                       401 401 401 403 422
POST  /people/nosuchperson/ticket                  401 401 401 404 404
POST- /people/nosuchperson/ticket                  401 401 401 403 404
POST  /people/nosuchperson/let-write               401 401 401 404 404
POST- /people/nosuchperson/let-write               401 401 401 403 404
POST  /people/nosuchperson/sign-out                401 401 401 404 404
POST- /people/nosuchperson/sign-out                401 401 401 403 404
GET   /people/{person}/erase                       401 401 401 200 200
POST  /people/nosuchperson/erase                   401 401 401 404 404
POST- /people/nosuchperson/erase                   401 401 401 403 404
# policies
GET   /policies                                    401 401 401 200 200
GET   /policies/edit                               401 401 401 200 200
POST  /policies/edit                               401 401 401 422 422
POST- /policies/edit                               401 401 401 403 422
POST  /policies/file                               401 401 401 303 303
POST- /policies/file                               401 401 401 403 303
POST  /policies/no-filter/publish                  401 401 401 303 303
POST- /policies/no-filter/publish                  401 401 401 403 303
POST  /policies/guarded/1/dismiss                  401 401 401 404 404
POST- /policies/guarded/1/dismiss                  401 401 401 403 404
POST  /policies/drafts/nosuchpolicy/publish        401 401 401 404 404
POST- /policies/drafts/nosuchpolicy/publish        401 401 401 403 404
POST  /policies/drafts/nosuchpolicy/drop           401 401 401 404 404
POST- /policies/drafts/nosuchpolicy/drop           401 401 401 403 404
GET   /policies/versions/1                         401 401 401 200 200
GET   /policies/posts-so-far                       401 401 401 200 200
GET   /policies/posts-so-far/change                401 401 401 303 303
POST  /policies/posts-so-far/change                401 401 401 303 303
POST- /policies/posts-so-far/change                401 401 401 403 303
POST  /policies/posts-so-far                       401 401 401 303 303
POST- /policies/posts-so-far                       401 401 401 403 303
POST  /policies/versions/1/back                    401 401 401 303 303
POST- /policies/versions/1/back                    401 401 401 403 303
# the network
GET   /network                                     401 401 401 200 200
GET   /network?at=08:30&day=sat&switch-visitors=mar-2013 401 401 401 200 200
POST  /network/switches/visitors                   401 401 401 303 303
POST- /network/switches/visitors                   401 401 401 403 303
POST  /network/switches/nosuchswitch               401 401 401 404 404
POST- /network/switches/nosuchswitch               401 401 401 403 404
GET   /network/packs                               401 401 401 200 200
GET   /network/packs?look=school-filter            401 401 401 200 200
GET   /network/packs?look=nosuchnetwork            401 401 401 404 404
POST  /network/packs                               401 401 401 303 303
POST- /network/packs                               401 401 401 403 303
POST  /network/reload                              401 401 401 303 303
POST- /network/reload                              401 401 401 403 303
GET   /network/requests                            401 401 401 200 200
POST  /network/requests/nosuchrequest/grant        401 401 401 404 404
POST- /network/requests/nosuchrequest/grant        401 401 401 403 404
POST  /network/requests/nosuchrequest/decline      401 401 401 404 404
POST- /network/requests/nosuchrequest/decline      401 401 401 403 404
POST  /network/requests/nosuchrequest/withdraw     401 401 401 404 404
POST- /network/requests/nosuchrequest/withdraw     401 401 401 403 404
GET   /network/requests/nosuchrequest/copy         401 401 401 404 404
POST  /network/requests/nosuchrequest/copy         401 401 401 404 404
POST- /network/requests/nosuchrequest/copy         401 401 401 403 404
GET   /network/copies/nosuchcopy                   401 401 401 404 404
POST  /network/copies/nosuchcopy/take-away         401 401 401 404 404
POST- /network/copies/nosuchcopy/take-away         401 401 401 403 404
GET   /api/v1/access-requests                      401 401 401 200 200
POST  /api/v1/access-requests/nosuchrequest/grant  401 401 401 404 404
POST- /api/v1/access-requests/nosuchrequest/grant  401 401 401 403 404
POST  /api/v1/access-requests/nosuchrequest/decline 401 401 401 404 404
POST- /api/v1/access-requests/nosuchrequest/decline 401 401 401 403 404
POST  /api/v1/access-requests/nosuchrequest/withdraw 401 401 401 404 404
POST- /api/v1/access-requests/nosuchrequest/withdraw 401 401 401 403 404
POST  /api/v1/access-requests/nosuchrequest/copy   401 401 401 404 404
POST- /api/v1/access-requests/nosuchrequest/copy   401 401 401 403 404
GET   /api/v1/copies                               401 401 401 200 200
POST  /api/v1/copies/nosuchcopy/take-away          401 401 401 404 404
POST- /api/v1/copies/nosuchcopy/take-away          401 401 401 403 404
# the handbook
GET   /handbook                                    401 401 401 200 200
GET   /handbook/language                           401 401 401 200 200
GET   /handbook/teachers/bright-net                401 401 401 200 200
GET   /handbook/nosuchpage                         401 401 401 404 404
# what is nothing, the network's addresses among it
GET   /nosuchpage                                  401 401 401 404 404
GET   /join                                        401 401 401 404 404
GET   /~board/                                     401 401 401 404 404
# the API
GET   /api/v1/openapi.json                         401 401 401 200 200
GET   /api/v1/decisions                            401 401 401 200 200
GET   /api/v1/events                               401 401 401 200 200
GET   /api/v1/visits                               401 401 401 200 200
GET   /api/v1/visits?before=nosuchvisit            401 401 401 400 400
GET   /api/v1/visits/events                        401 401 401 200 200
GET   /api/v1/people                               401 401 401 200 200
GET   /api/v1/queue                                401 401 401 200 200
GET   /api/v1/posts/{reply}/lenses                 401 401 401 200 200
POST  /api/v1/posts/nosuchpost/release             401 401 401 404 404
POST- /api/v1/posts/nosuchpost/release             401 401 401 403 404
POST  /api/v1/posts/nosuchpost/refuse              401 401 401 404 404
POST- /api/v1/posts/nosuchpost/refuse              401 401 401 403 404
GET   /api/v1/lesson                               401 401 401 200 200
POST  /api/v1/lesson/freeze                        401 401 401 200 200
POST- /api/v1/lesson/freeze                        401 401 401 403 200
POST  /api/v1/lesson/thaw                          401 401 401 200 200
POST- /api/v1/lesson/thaw                          401 401 401 403 200
POST  /api/v1/lesson/reveal                        401 401 401 200 200
POST- /api/v1/lesson/reveal                        401 401 401 403 200
POST  /api/v1/lesson/hide                          401 401 401 200 200
POST- /api/v1/lesson/hide                          401 401 401 403 200
POST  /api/v1/lesson/seal                          401 401 401 200 200
POST- /api/v1/lesson/seal                          401 401 401 403 200
POST  /api/v1/lesson/unseal                        401 401 401 200 200
POST- /api/v1/lesson/unseal                        401 401 401 403 200
POST  /api/v1/lesson/show-visits                   401 401 401 200 200
POST- /api/v1/lesson/show-visits                   401 401 401 403 200
POST  /api/v1/lesson/hide-visits                   401 401 401 200 200
POST- /api/v1/lesson/hide-visits                   401 401 401 403 200
GET   /api/v1/policies                             401 401 401 200 200
GET   /api/v1/policies/no-filter                   401 401 401 200 200
PUT   /api/v1/policies/nosuchpolicy                401 401 401 422 422
PUT-  /api/v1/policies/nosuchpolicy                401 401 401 403 422
POST  /api/v1/policies/no-filter/publish           401 401 401 200 200
POST- /api/v1/policies/no-filter/publish           401 401 401 403 200
POST  /api/v1/policies/no-filter/dry-run           401 401 401 200 200
POST- /api/v1/policies/no-filter/dry-run           401 401 401 403 200
GET   /api/v1/re-run                               401 401 401 200 200
GET   /api/v1/re-run/posts                         401 401 401 200 200
POST  /api/v1/re-run                               401 401 401 409 409
POST- /api/v1/re-run                               401 401 401 403 409
GET   /api/v1/network                              401 401 401 200 200
GET   /api/v1/network/matrix                       401 401 401 200 200
GET   /api/v1/network/try?url=board                401 401 401 200 200
POST  /api/v1/network/switches/visitors            401 401 401 200 200
POST- /api/v1/network/switches/visitors            401 401 401 403 200
GET   /api/v1/network/packs                        401 401 401 200 200
GET   /api/v1/network/packs?look=school-filter     401 401 401 200 200
POST  /api/v1/network/packs                        401 401 401 200 200
POST- /api/v1/network/packs                        401 401 401 403 200
POST  /api/v1/network/reload                       401 401 401 200 200
POST- /api/v1/network/reload                       401 401 401 403 200
GET   /api/v1/boards                               401 401 401 404 404
GET   /api/v1/nosuchthing                          401 401 401 404 404
"""

SENT = {
    "/join": {"code": "wrong"},
    "/return": {"name": "Nobody-One", "secret": "maple river clock"},
    "/~portal/search": {"body": "bridge"},
    "/start/search": {"body": "bridge"},
    "/~library/ask": {"title": "www.example.com", "body": "Please"},
    "/me/password": {"password": "short"},
    "/~board/boards/friends/new": {"title": "Good day", "body": "Good morning"},
    "/~board/threads/{thread}/replies": {"body": "Good evening"},
    "/~board/people/{person}/card": {"body": "Many happy returns"},
    "/api/v1/join": {"code": "wrong"},
    "/api/v1/return": {"name": "Nobody-One", "secret": "maple-river-clock"},
    "/api/v1/boards/friends/threads": {"body": ""},
    "/api/v1/threads/{thread}/posts": {"body": "Good evening"},
    "/people/{person}/place": {"role": "king", "tier": "intranet"},
    "/posts/nosuchpost/refuse": {"reason": "Too late."},
    "/policies/edit": {"text": "x"},
    "/api/v1/posts/nosuchpost/refuse": {"reason": "Too late."},
    "/api/v1/policies/nosuchpolicy": {"text": ""},
    "/api/v1/re-run": {"mark": "nosuchmark"},
    "/network/switches/visitors": {"state": "feb-2013"},
    "/network/packs": {"pack": "bright-net"},
    "/api/v1/network/packs": {"pack": "bright-net"},
    "/api/v1/network/switches/visitors": {"state": "feb-2013"},
    "/network/requests/nosuchrequest/grant": {"for": "10"},
    "/network/requests/nosuchrequest/decline": {"words": "No."},
    "/api/v1/access-requests/nosuchrequest/grant": {"minutes": 1},
    "/api/v1/access-requests/nosuchrequest/decline": {"words": "No."},
    "/network/requests/nosuchrequest/copy": {
        "title": "A letter",
        "body": "Dear all",
        "source": "A book",
        "do": "lay",
    },
    "/api/v1/access-requests/nosuchrequest/copy": {
        "title": "A letter",
        "body": "Dear all",
        "source": "A book",
    },
}
"""What is sent to an address; nothing for those left out."""
