BEGIN TRANSACTION;
CREATE TABLE audit (
    seq     INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL,
    digest  TEXT NOT NULL,
    prev    TEXT NOT NULL,
    hash    TEXT NOT NULL
);
INSERT INTO "audit" VALUES(1,'2026-03-14T09:05:20+00:00','closednet','published','1','{"layer":"house","policy":"house-rules"}','db7eb919468e585793597673af907c1a7fe4ca5cf82782c03f2ddb2e72f9e125','0000000000000000000000000000000000000000000000000000000000000000','87051fbe6442bfbe36d7ad15bd625eda00483ae0701839f55fd3258be5549001');
INSERT INTO "audit" VALUES(2,'2026-03-14T09:05:40+00:00','closednet','published','2','{"layer":"network-policy","policy":"birthday-board"}','96a7ee7ba1999b284a91f63afad747a5e26263292c9377cc91705e041bfeb3a5','87051fbe6442bfbe36d7ad15bd625eda00483ae0701839f55fd3258be5549001','213da713b6ded59211051bb71f5cdae38f1d25fac2042e87db71121b90cf2a83');
INSERT INTO "audit" VALUES(3,'2026-03-14T09:06:40+00:00','rfbctwbc47mn','joined','rfbctwbc47mn','{}','','213da713b6ded59211051bb71f5cdae38f1d25fac2042e87db71121b90cf2a83','46b522e4a4a51830b0cba7ac55ec8b2e8384c0d1aaf710d6a2034a9dc051248d');
INSERT INTO "audit" VALUES(4,'2026-03-14T09:07:20+00:00','2csobnfs6mt5','joined','2csobnfs6mt5','{}','','46b522e4a4a51830b0cba7ac55ec8b2e8384c0d1aaf710d6a2034a9dc051248d','44d6e6f3ca03956ee5de3c7812e5f8f36dc3a93b9b16eabad0898635e0580f6b');
INSERT INTO "audit" VALUES(5,'2026-03-14T09:08:00+00:00','rbefv5he55ze','joined','rbefv5he55ze','{}','','44d6e6f3ca03956ee5de3c7812e5f8f36dc3a93b9b16eabad0898635e0580f6b','fc11875a23c15630fecb3c0d8f1fc03bd2beb89d8acc279f9fa5c96c0e487a9f');
INSERT INTO "audit" VALUES(6,'2026-03-14T09:08:40+00:00','4cmsdiajex5y','joined','4cmsdiajex5y','{}','','fc11875a23c15630fecb3c0d8f1fc03bd2beb89d8acc279f9fa5c96c0e487a9f','717c8501b6145ed28e42549b280af32c3d3a56a87a6cc1e993f7c899cddd65ff');
INSERT INTO "audit" VALUES(7,'2026-03-14T09:10:00+00:00','rfbctwbc47mn','submitted','nggf36dq5hzg','{"audience":"everyone","by":"greetings-pass","decision":"5owpzxwlytgb","house":1,"policy":2,"told":"nothing","verdict":"allow"}','7d7dcf1c3da6d93e6b0deb1eb338c7689970dc11c36ccdb943d5a0c803312135','717c8501b6145ed28e42549b280af32c3d3a56a87a6cc1e993f7c899cddd65ff','53beec51f8afb577f6fa3f80cc1f706f55f5fe2de02e652f012d2142cb1cbf85');
INSERT INTO "audit" VALUES(8,'2026-03-14T09:11:20+00:00','2csobnfs6mt5','submitted','xzke4dumjjwd','{"audience":"everyone","by":"greetings-pass","decision":"qafj7jsfp7m6","house":1,"policy":2,"told":"nothing","verdict":"allow"}','7fa8b8151aede31f1b7dab8b53bf01c55d042ab4d96ea9a49a83e7bfd4764aea','53beec51f8afb577f6fa3f80cc1f706f55f5fe2de02e652f012d2142cb1cbf85','cf1ef437db064c61d276fc584f450b57d6165cd7a2e0f97098ade4944177e103');
INSERT INTO "audit" VALUES(9,'2026-03-14T09:12:40+00:00','rbefv5he55ze','submitted','bcw25dokmj5q','{"audience":"waiting","by":"default","decision":"ckvy7ruc7jlo","house":1,"policy":2,"told":"reason","verdict":"hold"}','06cbd0a2064d57c44847e60b6da5256533fc218729b4d667523af957efb0fc0d','cf1ef437db064c61d276fc584f450b57d6165cd7a2e0f97098ade4944177e103','45ced89e172a683af5e37f78b555e2868c17da8ffcc15b48d1782eb25bc0cf22');
INSERT INTO "audit" VALUES(10,'2026-03-14T09:14:00+00:00','rbefv5he55ze','submitted','kftzxh4woppr','{"audience":"waiting","by":"default","decision":"ohrndmywinrr","house":1,"policy":2,"told":"reason","verdict":"hold"}','41b30e3b6993dda217b2f6126c2ecc7af5d16961863daf1910e8702a215e2ecb','45ced89e172a683af5e37f78b555e2868c17da8ffcc15b48d1782eb25bc0cf22','5be971b5521d67ed820fd73ac759cdab2497d697b83b25ec3d2cb498091e9b62');
INSERT INTO "audit" VALUES(11,'2026-03-14T09:15:20+00:00','4cmsdiajex5y','submitted','p2grm2kcigoq','{"audience":"author","by":"gathering","decision":"cadrsl6y6i4y","house":1,"policy":2,"told":"nothing","verdict":"shadow"}','8801685e696f626d281f83a9cc531cc8bb6a95134d3ad90848dac56682c717f6','5be971b5521d67ed820fd73ac759cdab2497d697b83b25ec3d2cb498091e9b62','1f1240fb512861db6e998c46445d8e03ae0aee63aa80ad0628a9099d6b064cc5');
INSERT INTO "audit" VALUES(12,'2026-03-14T09:16:40+00:00','rfbctwbc47mn','submitted','h4ec6ndtrnsq','{"audience":"everyone","by":"greetings-pass","decision":"sf7cfa3c22u2","house":1,"policy":2,"told":"nothing","verdict":"allow"}','f4034ffcc48c1651baa5ef7de854b7313c3392559e41722fd15c04d4b76f6219','1f1240fb512861db6e998c46445d8e03ae0aee63aa80ad0628a9099d6b064cc5','12df1e48dbf56ab2c4679c12081df1e5619406fe7de36ee5d13c05c912006a7f');
INSERT INTO "audit" VALUES(13,'2026-03-14T09:18:00+00:00','2csobnfs6mt5','submitted','rvfb45oc66ad','{"audience":"everyone","by":"greetings-pass","decision":"6qf4t6jgho62","house":1,"policy":2,"told":"nothing","verdict":"allow"}','403caee463ef9a0bee50fe99e2c5b9040658cd25e69fcc4099afb33bcdbae2d9','12df1e48dbf56ab2c4679c12081df1e5619406fe7de36ee5d13c05c912006a7f','c7b7b55dd06467562cdc099285e0096b1025cd7a660ce370cd317471d9dc5ab2');
INSERT INTO "audit" VALUES(14,'2026-03-14T09:19:20+00:00','2csobnfs6mt5','submitted','bl2iinra4as6','{"audience":"nobody","by":"links-outside","decision":"sh2gvyzislto","house":1,"policy":2,"told":"reason","verdict":"block"}','08ab2982f22313f2533f77257958ebf5d29fef0bd892301fcdd32a1af3967f34','c7b7b55dd06467562cdc099285e0096b1025cd7a660ce370cd317471d9dc5ab2','5975a59962bbe3bd6c2ebbdcac3569f92fbfa21b2d223731f966d1c8969a751c');
INSERT INTO "audit" VALUES(15,'2026-03-14T09:19:40+00:00','teacher','released','bcw25dokmj5q','{"audience":"everyone","verdict":"hold"}','11f2e0de15056d15f10f5d5440340ebe81869d85c44364416e0a636b83e58a67','5975a59962bbe3bd6c2ebbdcac3569f92fbfa21b2d223731f966d1c8969a751c','1668dc4d189674e42ece9f8026abdf328e90787496b84d08369b3df8edac0f21');
INSERT INTO "audit" VALUES(16,'2026-03-14T09:20:00+00:00','teacher','refused','kftzxh4woppr','{"audience":"refused","verdict":"hold"}','8d1ac84298e2dc1fa98a2b4cb8023d185e62a95a314f73cc3276a445d6deb3a6','1668dc4d189674e42ece9f8026abdf328e90787496b84d08369b3df8edac0f21','55b23db3a0b0407ae5c74d7bc12ca000610fff891f03a7d66f2755344f1c5434');
INSERT INTO "audit" VALUES(17,'2026-03-14T09:20:20+00:00','teacher','placed','2csobnfs6mt5','{"role":"editor","tier":"elite"}','','55b23db3a0b0407ae5c74d7bc12ca000610fff891f03a7d66f2755344f1c5434','a262e3d098fc6ec19cb6db3696bda4975c5543b96470283e4cab069a24784b2c');
INSERT INTO "audit" VALUES(18,'2026-03-14T09:20:40+00:00','rfbctwbc47mn','signed-in','rfbctwbc47mn','{}','','a262e3d098fc6ec19cb6db3696bda4975c5543b96470283e4cab069a24784b2c','12f88cd31fe4a994eb74080432f102b520a1d187a7da361605eb9ded4d7969a7');
INSERT INTO "audit" VALUES(19,'2026-03-14T09:21:00+00:00','teacher','published','3','{"layer":"network-policy","policy":"no-filter"}','af8b3e4a92e1603de6760bf7bdd481705c7be406488ac1a6370fc8183580083d','12f88cd31fe4a994eb74080432f102b520a1d187a7da361605eb9ded4d7969a7','0c1c25520c49f59651ffb7b75dcde3313dabf4d9542552bbfedaec843e3c6c30');
INSERT INTO "audit" VALUES(20,'2026-03-14T09:22:00+00:00','teacher','submitted','2i7jqt2qx4mm','{"audience":"everyone","by":"exempt","decision":"ingolwsbt3lk","house":1,"policy":3,"told":"nothing","verdict":"allow"}','e7ee7b54bb7d00231d1c0d1368fceb7fe678a41599849c555f3fc13d059c400f','0c1c25520c49f59651ffb7b75dcde3313dabf4d9542552bbfedaec843e3c6c30','2916a3d839091b44d86a927ea01bea00369024917eaa182ca1e8f8fe54071914');
CREATE TABLE decisions (
    seq            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    post           TEXT NOT NULL REFERENCES posts (id),
    at             TEXT NOT NULL,
    facts          TEXT NOT NULL,
    house          TEXT NOT NULL,
    policy         TEXT NOT NULL,
    combined       TEXT NOT NULL,
    policy_version INTEGER NOT NULL,
    house_version  INTEGER NOT NULL,
    audit          INTEGER NOT NULL
);
INSERT INTO "decisions" VALUES(1,'5owpzxwlytgb','nggf36dq5hzg','2026-03-14T09:10:00+00:00','{"body":"Happy birthday to all!","title":"A greeting","kind":"thread","site":"board","board":"friends","by":{"name":"Ant-Eighty-One","role":"student","tier":"intranet","age":"PT2M20S","posts":0},"at":"10:09:20","date":"2026-03-14","confirmed":false,"key":"nggf36dq5hzg","counters":{}}','{"verdict":0,"by":"default","why":"","edited":{"title":"A greeting","body":"Happy birthday to all!"},"shown":{"title":"A greeting","body":"Happy birthday to all!"},"author_sees":{"title":"A greeting","body":"Happy birthday to all!"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[],"would":null,"delay":null,"trouble":[]}','{"verdict":0,"by":"greetings-pass","why":"Short birthday greetings may be posted at once.","edited":{"title":"A greeting","body":"Happy birthday to all!"},"shown":{"title":"A greeting","body":"Happy birthday to all!"},"author_sees":{"title":"A greeting","body":"Happy birthday to all!"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[{"rule":"greetings-pass","live":true,"hits":[{"phrase":"birthday","spans":[{"field":"body","start":6,"end":14,"text":"birthday","phrase":"birthday","steps":[],"word":[6,14]}]},{"phrase":"happy birth*","spans":[{"field":"body","start":0,"end":11,"text":"Happy birth","phrase":"happy birth*","steps":["case"],"word":[0,14]}]}],"excused":[],"truncated":false}],"would":null,"delay":null,"trouble":[]}','{"verdict":0,"by":"greetings-pass","why":"Short birthday greetings may be posted at once.","edited":{"title":"A greeting","body":"Happy birthday to all!"},"shown":{"title":"A greeting","body":"Happy birthday to all!"},"author_sees":{"title":"A greeting","body":"Happy birthday to all!"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[{"rule":"greetings-pass","live":true,"hits":[{"phrase":"birthday","spans":[{"field":"body","start":6,"end":14,"text":"birthday","phrase":"birthday","steps":[],"word":[6,14]}]},{"phrase":"happy birth*","spans":[{"field":"body","start":0,"end":11,"text":"Happy birth","phrase":"happy birth*","steps":["case"],"word":[0,14]}]}],"excused":[],"truncated":false}],"would":null,"delay":null,"trouble":[]}',2,1,7);
INSERT INTO "decisions" VALUES(2,'qafj7jsfp7m6','xzke4dumjjwd','2026-03-14T09:11:20+00:00','{"body":"Many happy returns from southland","title":"","kind":"reply","site":"board","board":"friends","by":{"name":"Pony-Seventy-Nine","role":"student","tier":"intranet","age":"PT3M","posts":0},"at":"10:10:40","date":"2026-03-14","confirmed":false,"key":"xzke4dumjjwd","counters":{}}','{"verdict":0,"by":"default","why":"","edited":{"title":"","body":"Many happy returns from southland"},"shown":{"title":"","body":"Many happy returns from southland"},"author_sees":{"title":"","body":"Many happy returns from southland"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[],"would":null,"delay":null,"trouble":[]}','{"verdict":0,"by":"greetings-pass","why":"Short birthday greetings may be posted at once.","edited":{"title":"","body":"Many happy returns from the other side"},"shown":{"title":"","body":"Many happy returns from the other side"},"author_sees":{"title":"","body":"Many happy returns from the other side"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":true,"tags":[],"edits":[{"field":"body","start":24,"end":33,"put":"the other side","action":"replace","rule":"right-words","told":true}],"matches":[{"rule":"greetings-pass","live":true,"hits":[{"phrase":"happy returns","spans":[{"field":"body","start":5,"end":18,"text":"happy returns","phrase":"happy returns","steps":[],"word":[5,18]}]}],"excused":[],"truncated":false},{"rule":"right-words","live":true,"hits":[{"phrase":"southland","spans":[{"field":"body","start":24,"end":33,"text":"southland","phrase":"southland","steps":[],"word":[24,33]}]}],"excused":[],"truncated":false}],"would":null,"delay":null,"trouble":[]}','{"verdict":0,"by":"greetings-pass","why":"Short birthday greetings may be posted at once.","edited":{"title":"","body":"Many happy returns from the other side"},"shown":{"title":"","body":"Many happy returns from the other side"},"author_sees":{"title":"","body":"Many happy returns from the other side"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":true,"tags":[],"edits":[{"field":"body","start":24,"end":33,"put":"the other side","action":"replace","rule":"right-words","told":true}],"matches":[{"rule":"greetings-pass","live":true,"hits":[{"phrase":"happy returns","spans":[{"field":"body","start":5,"end":18,"text":"happy returns","phrase":"happy returns","steps":[],"word":[5,18]}]}],"excused":[],"truncated":false},{"rule":"right-words","live":true,"hits":[{"phrase":"southland","spans":[{"field":"body","start":24,"end":33,"text":"southland","phrase":"southland","steps":[],"word":[24,33]}]}],"excused":[],"truncated":false}],"would":null,"delay":null,"trouble":[]}',2,1,8);
INSERT INTO "decisions" VALUES(3,'ckvy7ruc7jlo','bcw25dokmj5q','2026-03-14T09:12:40+00:00','{"body":"The canteen has soup today","title":"","kind":"reply","site":"board","board":"friends","by":{"name":"Professor Heron","role":"professor","tier":"intranet","age":"PT3M40S","posts":0},"at":"10:12:00","date":"2026-03-14","confirmed":false,"key":"bcw25dokmj5q","counters":{}}','{"verdict":0,"by":"default","why":"","edited":{"title":"","body":"The canteen has soup today"},"shown":{"title":"","body":"The canteen has soup today"},"author_sees":{"title":"","body":"The canteen has soup today"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[],"would":null,"delay":null,"trouble":[]}','{"verdict":3,"by":"default","why":"On this board everything but a greeting is read by an editor first.","edited":{"title":"","body":"The canteen has soup today"},"shown":null,"author_sees":{"title":"","body":"The canteen has soup today"},"told":"reason","told_text":"Your post waits until an editor has read it. On this board everything but a greeting is read by an editor first.","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[],"would":null,"delay":null,"trouble":[]}','{"verdict":3,"by":"default","why":"On this board everything but a greeting is read by an editor first.","edited":{"title":"","body":"The canteen has soup today"},"shown":null,"author_sees":{"title":"","body":"The canteen has soup today"},"told":"reason","told_text":"Your post waits until an editor has read it. On this board everything but a greeting is read by an editor first.","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[],"would":null,"delay":null,"trouble":[]}',2,1,9);
INSERT INTO "decisions" VALUES(4,'ohrndmywinrr','kftzxh4woppr','2026-03-14T09:14:00+00:00','{"body":"No song tonight","title":"","kind":"reply","site":"board","board":"friends","by":{"name":"Professor Heron","role":"professor","tier":"intranet","age":"PT5M","posts":1},"at":"10:13:20","date":"2026-03-14","confirmed":false,"key":"kftzxh4woppr","counters":{}}','{"verdict":0,"by":"default","why":"","edited":{"title":"","body":"No song tonight"},"shown":{"title":"","body":"No song tonight"},"author_sees":{"title":"","body":"No song tonight"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[],"would":null,"delay":null,"trouble":[]}','{"verdict":3,"by":"default","why":"On this board everything but a greeting is read by an editor first.","edited":{"title":"","body":"No song tonight"},"shown":null,"author_sees":{"title":"","body":"No song tonight"},"told":"reason","told_text":"Your post waits until an editor has read it. On this board everything but a greeting is read by an editor first.","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[],"would":null,"delay":null,"trouble":[]}','{"verdict":3,"by":"default","why":"On this board everything but a greeting is read by an editor first.","edited":{"title":"","body":"No song tonight"},"shown":null,"author_sees":{"title":"","body":"No song tonight"},"told":"reason","told_text":"Your post waits until an editor has read it. On this board everything but a greeting is read by an editor first.","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[],"would":null,"delay":null,"trouble":[]}',2,1,10);
INSERT INTO "decisions" VALUES(5,'cadrsl6y6i4y','p2grm2kcigoq','2026-03-14T09:15:20+00:00','{"body":"Happy b1rthday! Let''s meet at the square","title":"","kind":"reply","site":"board","board":"friends","by":{"name":"Gerbil-Seventy-Four","role":"student","tier":"intranet","age":"PT5M40S","posts":0},"at":"10:14:40","date":"2026-03-14","confirmed":false,"key":"p2grm2kcigoq","counters":{}}','{"verdict":0,"by":"default","why":"","edited":{"title":"","body":"Happy b1rthday! Let''s meet at the square"},"shown":{"title":"","body":"Happy b1rthday! Let''s meet at the square"},"author_sees":{"title":"","body":"Happy b1rthday! Let''s meet at the square"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[],"would":null,"delay":null,"trouble":[]}','{"verdict":4,"by":"gathering","why":"Calls to meet are kept from everybody but their author.","edited":{"title":"","body":"Happy b1rthday! Let''s meet at the square"},"shown":null,"author_sees":{"title":"","body":"Happy b1rthday! Let''s meet at the square"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[{"rule":"greetings-pass","live":true,"hits":[{"phrase":"birthday","spans":[{"field":"body","start":6,"end":14,"text":"b1rthday","phrase":"birthday","steps":["leet"],"word":[6,14]}]},{"phrase":"happy birth*","spans":[{"field":"body","start":0,"end":11,"text":"Happy b1rth","phrase":"happy birth*","steps":["case","leet"],"word":[0,14]}]}],"excused":[],"truncated":false},{"rule":"gathering","live":true,"hits":[{"phrase":"meet* + list places","spans":[{"field":"body","start":22,"end":26,"text":"meet","phrase":"meet*","steps":[],"word":[22,26]},{"field":"body","start":34,"end":40,"text":"square","phrase":"square","steps":[],"word":[34,40]}]}],"excused":[],"truncated":false}],"would":null,"delay":null,"trouble":[]}','{"verdict":4,"by":"gathering","why":"Calls to meet are kept from everybody but their author.","edited":{"title":"","body":"Happy b1rthday! Let''s meet at the square"},"shown":null,"author_sees":{"title":"","body":"Happy b1rthday! Let''s meet at the square"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[{"rule":"greetings-pass","live":true,"hits":[{"phrase":"birthday","spans":[{"field":"body","start":6,"end":14,"text":"b1rthday","phrase":"birthday","steps":["leet"],"word":[6,14]}]},{"phrase":"happy birth*","spans":[{"field":"body","start":0,"end":11,"text":"Happy b1rth","phrase":"happy birth*","steps":["case","leet"],"word":[0,14]}]}],"excused":[],"truncated":false},{"rule":"gathering","live":true,"hits":[{"phrase":"meet* + list places","spans":[{"field":"body","start":22,"end":26,"text":"meet","phrase":"meet*","steps":[],"word":[22,26]},{"field":"body","start":34,"end":40,"text":"square","phrase":"square","steps":[],"word":[34,40]}]}],"excused":[],"truncated":false}],"would":null,"delay":null,"trouble":[]}',2,1,11);
INSERT INTO "decisions" VALUES(6,'sf7cfa3c22u2','h4ec6ndtrnsq','2026-03-14T09:16:40+00:00','{"body":"생일을 축하합니다, 교수님!","title":"","kind":"card","site":"board","board":"birthdays","by":{"name":"Ant-Eighty-One","role":"student","tier":"intranet","age":"PT9M","posts":1},"at":"10:16:00","date":"2026-03-14","confirmed":false,"key":"h4ec6ndtrnsq","counters":{}}','{"verdict":0,"by":"default","why":"","edited":{"title":"","body":"생일을 축하합니다, 교수님!"},"shown":{"title":"","body":"생일을 축하합니다, 교수님!"},"author_sees":{"title":"","body":"생일을 축하합니다, 교수님!"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[],"would":null,"delay":null,"trouble":[]}','{"verdict":0,"by":"greetings-pass","why":"Short birthday greetings may be posted at once.","edited":{"title":"","body":"생일을 축하합니다, 교수님!"},"shown":{"title":"","body":"생일을 축하합니다, 교수님!"},"author_sees":{"title":"","body":"생일을 축하합니다, 교수님!"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[{"rule":"greetings-pass","live":true,"hits":[{"phrase":"생일","spans":[{"field":"body","start":0,"end":2,"text":"생일","phrase":"생일","steps":[],"word":[0,2]}]},{"phrase":"축하","spans":[{"field":"body","start":4,"end":6,"text":"축하","phrase":"축하","steps":[],"word":[4,6]}]}],"excused":[],"truncated":false}],"would":null,"delay":null,"trouble":[]}','{"verdict":0,"by":"greetings-pass","why":"Short birthday greetings may be posted at once.","edited":{"title":"","body":"생일을 축하합니다, 교수님!"},"shown":{"title":"","body":"생일을 축하합니다, 교수님!"},"author_sees":{"title":"","body":"생일을 축하합니다, 교수님!"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[{"rule":"greetings-pass","live":true,"hits":[{"phrase":"생일","spans":[{"field":"body","start":0,"end":2,"text":"생일","phrase":"생일","steps":[],"word":[0,2]}]},{"phrase":"축하","spans":[{"field":"body","start":4,"end":6,"text":"축하","phrase":"축하","steps":[],"word":[4,6]}]}],"excused":[],"truncated":false}],"would":null,"delay":null,"trouble":[]}',2,1,12);
INSERT INTO "decisions" VALUES(7,'6qf4t6jgho62','rvfb45oc66ad','2026-03-14T09:18:00+00:00','{"body":"Happy birthday, Professor!","title":"","kind":"card","site":"board","board":"birthdays","by":{"name":"Pony-Seventy-Nine","role":"student","tier":"intranet","age":"PT9M40S","posts":1},"at":"10:17:20","date":"2026-03-14","confirmed":false,"key":"rvfb45oc66ad","counters":{}}','{"verdict":0,"by":"default","why":"","edited":{"title":"","body":"Happy birthday, Professor!"},"shown":{"title":"","body":"Happy birthday, Professor!"},"author_sees":{"title":"","body":"Happy birthday, Professor!"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[],"would":null,"delay":null,"trouble":[]}','{"verdict":0,"by":"greetings-pass","why":"Short birthday greetings may be posted at once.","edited":{"title":"","body":"Happy birthday, Professor!"},"shown":{"title":"","body":"Happy birthday, Professor!"},"author_sees":{"title":"","body":"Happy birthday, Professor!"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[{"rule":"greetings-pass","live":true,"hits":[{"phrase":"birthday","spans":[{"field":"body","start":6,"end":14,"text":"birthday","phrase":"birthday","steps":[],"word":[6,14]}]},{"phrase":"happy birth*","spans":[{"field":"body","start":0,"end":11,"text":"Happy birth","phrase":"happy birth*","steps":["case"],"word":[0,14]}]}],"excused":[],"truncated":false}],"would":null,"delay":null,"trouble":[]}','{"verdict":0,"by":"greetings-pass","why":"Short birthday greetings may be posted at once.","edited":{"title":"","body":"Happy birthday, Professor!"},"shown":{"title":"","body":"Happy birthday, Professor!"},"author_sees":{"title":"","body":"Happy birthday, Professor!"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[{"rule":"greetings-pass","live":true,"hits":[{"phrase":"birthday","spans":[{"field":"body","start":6,"end":14,"text":"birthday","phrase":"birthday","steps":[],"word":[6,14]}]},{"phrase":"happy birth*","spans":[{"field":"body","start":0,"end":11,"text":"Happy birth","phrase":"happy birth*","steps":["case"],"word":[0,14]}]}],"excused":[],"truncated":false}],"would":null,"delay":null,"trouble":[]}',2,1,13);
INSERT INTO "decisions" VALUES(8,'sh2gvyzislto','bl2iinra4as6','2026-03-14T09:19:20+00:00','{"body":"See http://elsewhere.test/ now","title":"","kind":"reply","site":"board","board":"friends","by":{"name":"Pony-Seventy-Nine","role":"student","tier":"intranet","age":"PT11M","posts":2},"at":"10:18:40","date":"2026-03-14","confirmed":false,"key":"bl2iinra4as6","counters":{}}','{"verdict":0,"by":"default","why":"","edited":{"title":"","body":"See http://elsewhere.test/ now"},"shown":{"title":"","body":"See http://elsewhere.test/ now"},"author_sees":{"title":"","body":"See http://elsewhere.test/ now"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[],"would":null,"delay":null,"trouble":[]}','{"verdict":6,"by":"links-outside","why":"Links lead to sites of this network only.","edited":{"title":"","body":"See http://elsewhere.test/ now"},"shown":null,"author_sees":null,"told":"reason","told_text":"Your post was not accepted. Links lead to sites of this network only.","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[{"rule":"links-outside","live":true,"hits":[{"phrase":"elsewhere.test","spans":[{"field":"body","start":4,"end":26,"text":"http://elsewhere.test/","phrase":"elsewhere.test","steps":[],"word":[4,26]}]}],"excused":[],"truncated":false}],"would":null,"delay":null,"trouble":[]}','{"verdict":6,"by":"links-outside","why":"Links lead to sites of this network only.","edited":{"title":"","body":"See http://elsewhere.test/ now"},"shown":null,"author_sees":null,"told":"reason","told_text":"Your post was not accepted. Links lead to sites of this network only.","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[{"rule":"links-outside","live":true,"hits":[{"phrase":"elsewhere.test","spans":[{"field":"body","start":4,"end":26,"text":"http://elsewhere.test/","phrase":"elsewhere.test","steps":[],"word":[4,26]}]}],"excused":[],"truncated":false}],"would":null,"delay":null,"trouble":[]}',2,1,14);
INSERT INTO "decisions" VALUES(9,'ingolwsbt3lk','2i7jqt2qx4mm','2026-03-14T09:22:00+00:00','{"body":"Exams are on Monday","title":"Exams","kind":"bulletin","site":"board","board":"notices","by":{"name":"","role":"teacher","tier":"intranet","age":null,"posts":null},"at":"10:21:20","date":"2026-03-14","confirmed":false,"key":"2i7jqt2qx4mm","counters":{}}','{"verdict":0,"by":"exempt","why":"","edited":{"title":"Exams","body":"Exams are on Monday"},"shown":{"title":"Exams","body":"Exams are on Monday"},"author_sees":{"title":"Exams","body":"Exams are on Monday"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[],"would":null,"delay":null,"trouble":[]}','{"verdict":0,"by":"exempt","why":"","edited":{"title":"Exams","body":"Exams are on Monday"},"shown":{"title":"Exams","body":"Exams are on Monday"},"author_sees":{"title":"Exams","body":"Exams are on Monday"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[],"would":null,"delay":null,"trouble":[]}','{"verdict":0,"by":"exempt","why":"","edited":{"title":"Exams","body":"Exams are on Monday"},"shown":{"title":"Exams","body":"Exams are on Monday"},"author_sees":{"title":"Exams","body":"Exams are on Monday"},"told":"nothing","told_text":"","score":0,"sum":[],"flagged":false,"tags":[],"edits":[],"matches":[],"would":null,"delay":null,"trouble":[]}',3,1,20);
CREATE TABLE kept (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
INSERT INTO "kept" VALUES('class code','otter-maple-42');
INSERT INTO "kept" VALUES('key of the forms','1fccecace597fad7246b8ceab38b9afc8cbf7218487b0dec8de047ae05329e55');
CREATE TABLE people (
    seq         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    name_key    TEXT NOT NULL UNIQUE,
    role        TEXT NOT NULL,
    tier        TEXT NOT NULL,
    birthday    TEXT NOT NULL,
    ticket_hash TEXT NOT NULL,
    joined      TEXT NOT NULL
);
INSERT INTO "people" VALUES(1,'rfbctwbc47mn','Ant-Eighty-One','ant-eighty-one','student','intranet','03-20','$argon2id$v=19$m=19456,t=2,p=1$E2JsLWUMwdhbqxVCyHmPsQ$RK60iAYhdfG1c7nH3frOQV+sjXOr2tJV01Ymo+8RsjQ','2026-03-14T09:06:40+00:00');
INSERT INTO "people" VALUES(2,'2csobnfs6mt5','Pony-Seventy-Nine','pony-seventy-nine','editor','elite','03-16','$argon2id$v=19$m=19456,t=2,p=1$b+3dO+e8lzIGoHSutXYO4Q$x8PvCgdWXD74PVBWBm0b4+L8zQh/sq0+wTqF9M3Vy9E','2026-03-14T09:07:20+00:00');
INSERT INTO "people" VALUES(3,'rbefv5he55ze','Professor Heron','professor-heron','professor','intranet','03-14','$argon2id$v=19$m=19456,t=2,p=1$yNk7J2Rs7b0XohTCOGfsHQ$F1Tq1D/ZCz82+g/erJrDcSGDKiCrhbj85BjdK+ZhYWM','2026-03-14T09:08:00+00:00');
INSERT INTO "people" VALUES(4,'4cmsdiajex5y','Gerbil-Seventy-Four','gerbil-seventy-four','student','intranet','12-13','$argon2id$v=19$m=19456,t=2,p=1$as2Zk/LeuxeiVOodI0TIeQ$N7C5tn5GRLcjvSsiS9SX+vLwAyviR9luGke8Pm9tQ7U','2026-03-14T09:08:40+00:00');
CREATE TABLE policies (
    seq       INTEGER PRIMARY KEY,
    number    INTEGER NOT NULL,
    layer     TEXT NOT NULL CHECK (layer IN ('house', 'network-policy')),
    policy_id TEXT NOT NULL,
    title     TEXT NOT NULL,
    text      TEXT NOT NULL,
    files     TEXT NOT NULL,
    at        TEXT NOT NULL,
    by_whom   TEXT NOT NULL,
    note      TEXT NOT NULL
);
INSERT INTO "policies" VALUES(1,1,'house','house-rules','House rules','policy: 1
id: house-rules
title: House rules
about: >-
  The safety layer of every lesson. It is always on, lies outside the simulated policy, and says so:
  no insults for who somebody is, and no contact data.
source: >-
  Ordinary school practice: UK Council for Internet Safety, Education for a Connected World, 2020;
  U.S. Children''s Online Privacy Protection Act, 1998 (contact data).
default: allow
see_through: tricks
public: all

lists:
  slurs: {file: lists/slurs.txt}

rules:
  - id: no-slurs
    why: House rule. Words that insult people for who they are have no place here.
    if: {words: [list slurs]}
    then: block
    tell: reason

  - id: no-contact-data
    why: House rule. Telephone numbers and e-mail addresses are hidden, for your own safety.
    if: {looks_like: [email, telephone]}
    then: mask
    tell: reason

tests:
  - post: Happy birthday! The choir sings at noon.
    gives: allow
    by_rule: default
  - post: You wetbacks should go home
    gives: block
    by_rule: no-slurs
    told: reason
  - post: "Don''t be such a f4ggot"
    gives: block
    hits: no-slurs
  - post: Write to otter@board.test before Friday
    gives: allow
    shown: Write to ■■■■■■■■■■■■■■■■ before Friday
    told: reason
  - post: "Ring me: +49 171 5550123!"
    gives: allow
    shown: "Ring me: ■■■ ■■■ ■■■■■■■!"
    hits: no-contact-data
  - post: Born on 2026-11-23, and 1000000 wishes
    gives: allow
    by_rule: default
    shown: Born on 2026-11-23, and 1000000 wishes

examples:
  fine:
    - Happy birthday, Professor Heron!
    - The lantern walk begins at 18:30 on 14 March 2026
    - Room 204, then room 1105
    - Spain beat Portugal 3-2 in 1999-2000
    - The speaker said pakistani mangoes are the best
  unwanted:
    - My number is 0171 555 01 23
    - otter.nineteen@example.test
    - he is such a raghead
','{"lists/slurs.txt": "# Words that insult people for who they are. Kept only so that the house rules can keep them off the board.\n# A selection of \"List of Dirty, Naughty, Obscene, and Otherwise Bad Words\" (LDNOOBW), Shutterstock and\n# contributors, CC BY 4.0, https://creativecommons.org/licenses/by/4.0/. Changed: insults for origin, faith,\n# disability or whom somebody loves only; forms for many added with a star where no innocent word begins so.\n# One phrase a line. Add words of your own language below.\nbeaner\nbeaners\nbulldyke\ndarkie\ndarkies\nfag\nfaggot*\nhonkey\njigaboo*\njiggaboo*\nkike\nkikes\nnigga*\nnigger*\nnig nog\npaki\npakis\npikey\npikeys\nraghead*\nshemale*\nslanteye*\nspastic\ntowelhead*\ntranny\nwetback*\n"}','2026-03-14T09:05:20+00:00','closednet','first version');
INSERT INTO "policies" VALUES(2,1,'network-policy','birthday-board','The campus birthday board','policy: 1
id: birthday-board
title: The campus birthday board
about: Short greetings appear at once. Anything else waits for an editor, and calls to meet are hidden from everybody else.
source: >-
  Press reports of 2012 and 2013 on closed national networks whose bulletin board students and professors used
  for birthday messages; all publication there was filtered. Words and places here are invented.
default: {then: hold, why: On this board everything but a greeting is read by an editor first.}
see_through: tricks
public: ids
exempt: {role: [editor]}

lists:
  greeting: {file: lists/greetings.txt}
  places: [square, bridge, station, north gate, river bank, 광장]
  times: [friday, tonight, midnight, at dawn, 금요일, 오늘 밤]

rules:
  - id: greetings-pass
    why: Short birthday greetings may be posted at once.
    if: {words: [list greeting], length: {under: 400}}
    then: allow

  - id: gathering
    why: Calls to meet are kept from everybody but their author.
    if: {words: [meet* + list places, gather* + list places, gather* + list times, assembl* + list places, 모이* + list places]}
    unless: {words: [choir practice, exam hall]}
    then: shadow
    tell: nothing

  - id: right-words
    why: The neighbouring country is written as the house style has it.
    if: {words: [southland, southlanders, south land]}
    then: [{replace: the other side}, flag]

  - id: links-outside
    why: Links lead to sites of this network only.
    if: {links: {not_to: [bright.test, bright.localhost]}}
    then: block
    tell: reason

tests:
  - post: Happy birthday, Professor Heron!
    gives: allow
    by_rule: greetings-pass
  - post: 생일을 축하합니다, 교수님!
    gives: allow
    by_rule: greetings-pass
  - post: The canteen has soup today
    gives: hold
    by_rule: default
    told: reason
  - post: {body: "Happy b1rthday! Let''s meet at the square", by: {role: student}}
    gives: shadow
    by_rule: gathering
    hits: [greetings-pass, gathering]
    told: nothing
    shown: null
  - post: Happy birthday! We meet at the square after choir practice
    gives: allow
  - post: Happy birthday from your cousins in southland
    gives: allow
    shown: Happy birthday from your cousins in the other side
    hits: right-words
  - post: Happy birthday! See http://www.news-abroad.test/cake
    gives: block
    by_rule: links-outside
  - post: Happy birthday! The cake is at http://library.bright.test/cakes
    gives: allow
  - post: {body: "Gather on Friday at the bridge", by: {role: editor}}
    gives: allow
    by_rule: exempt

examples:
  fine:
    - Many happy returns to my classmate
    - Happy birthday! The choir sings at noon
    - Congratulations, Professor, and a long life
    - Wishing you a year full of good books
    - Happy birthday! I still remember how we met at the station
  unwanted:
    - Happy birthday! Gather on Friday
    - Let us all meet at the north gate, happy birthday
    - Happy birthday, and tonight everybody meets by the river bank
    - g a t h e r on friday, happy birthday
','{"lists/greetings.txt": "# Birthday greetings in many languages, one phrase a line; a star stands for the rest of a word.\nbirthday\nbirthdays\nbday\nb-day\nborn day\nhappy birth*\nhappy returns\nhappy day\ncongrat*\ncheers to you\nbest wishes\nwarm* wishes\ngood wishes\nwish* you\nwe wish you\nmany more\nanother year\nyears young\ncelebrate you\nyour special day\nspecial day\nyour day\nyour cake\nbirthday boy\nbirthday girl\n\uc0dd\uc77c\n\uc0dd\uc2e0\n\ucd95\ud558\n\ud0dc\uc5b4\ub09c \ub0a0\nalles gute\nherzlichen gl\u00fcckwunsch\ngeburtstag*\njoyeux anniversaire\nbon anniversaire\nfeliz cumplea\u00f1os\nfeliz cumple\nfeliz anivers\u00e1rio\nparab\u00e9ns\nbuon compleanno\ngefeliciteerd\nfijne verjaardag\ngrattis\ngratulerer\nhyv\u00e4\u00e4 syntym\u00e4p\u00e4iv\u00e4\u00e4\nwszystkiego najlepszego\nsto lat\nv\u0161echno nejlep\u0161\u00ed\n\u0441 \u0434\u043d\u0451\u043c \u0440\u043e\u0436\u0434\u0435\u043d\u0438\u044f\n\u0441 \u0434\u043d\u0435\u043c \u0440\u043e\u0436\u0434\u0435\u043d\u0438\u044f\n\u043f\u043e\u0437\u0434\u0440\u0430\u0432\u043b\u044f*\n\u0437 \u0434\u043d\u0435\u043c \u043d\u0430\u0440\u043e\u0434\u0436\u0435\u043d\u043d\u044f\n\u03c7\u03c1\u03cc\u03bd\u03b9\u03b1 \u03c0\u03bf\u03bb\u03bb\u03ac\ndo\u011fum g\u00fcn\u00fcn*\n\u751f\u65e5\u5feb\u4e50\n\u751f\u65e5\u5feb\u6a02\n\u8a95\u751f\u65e5\u304a\u3081\u3067\u3068\u3046\n\u304a\u8a95\u751f\u65e5\n\u0936\u0941\u092d \u091c\u0928\u094d\u092e\u0926\u093f\u0928\n\u091c\u0928\u094d\u092e\u0926\u093f\u0928\n\u0639\u064a\u062f \u0645\u064a\u0644\u0627\u062f \u0633\u0639\u064a\u062f\n\u05d9\u05d5\u05dd \u05d4\u05d5\u05dc\u05d3\u05ea\nselamat ulang tahun\nch\u00fac m\u1eebng sinh nh\u1eadt\nmaligayang kaarawan\n"}','2026-03-14T09:05:40+00:00','closednet','first version');
INSERT INTO "policies" VALUES(3,2,'network-policy','no-filter','No filter','policy: 1
id: no-filter
title: No filter
about: Everything appears at once. The control, to compare the other policies with. The house rules still hold.
source: The control group of any experiment.
default: allow
see_through: exact
public: all

tests:
  - post: Let''s meet at the square
    gives: allow
    by_rule: default
    shown: Let''s meet at the square

examples:
  fine:
    - Happy birthday!
    - The mayor was late
','{}','2026-03-14T09:21:00+00:00','teacher','for the end');
CREATE TABLE posts (
    seq            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    thread         TEXT REFERENCES threads (id),
    site           TEXT NOT NULL,
    board          TEXT,
    kind           TEXT NOT NULL,
    author         TEXT REFERENCES people (id),
    at             TEXT NOT NULL,
    title          TEXT NOT NULL,
    body           TEXT NOT NULL,
    salt           TEXT,
    shown_title    TEXT NOT NULL,
    shown_body     TEXT NOT NULL,
    sees_title     TEXT,
    sees_body      TEXT,
    audience       TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('judged', 'released', 'refused')),
    reason         TEXT NOT NULL,
    due            TEXT,
    verdict        TEXT NOT NULL,
    decided_by     TEXT NOT NULL,
    told           TEXT NOT NULL,
    told_text      TEXT NOT NULL,
    answer         TEXT NOT NULL,
    flagged        INTEGER NOT NULL,
    policy_version INTEGER NOT NULL,
    house_version  INTEGER NOT NULL,
    once           TEXT,
    UNIQUE (author, once)
);
INSERT INTO "posts" VALUES(1,'nggf36dq5hzg','mhrnq5xkklnv','board','friends','thread','rfbctwbc47mn','2026-03-14T09:10:00+00:00','A greeting','Happy birthday to all!','fbe7479c2fa4c3e04d87165344c3735f','A greeting','Happy birthday to all!','A greeting','Happy birthday to all!','everyone','judged','',NULL,'allow','greetings-pass','nothing','','appears',0,2,1,NULL);
INSERT INTO "posts" VALUES(2,'xzke4dumjjwd','mhrnq5xkklnv','board','friends','reply','2csobnfs6mt5','2026-03-14T09:11:20+00:00','','Many happy returns from southland','c118dee075d0beb7ee7e15f871c0db0e','','Many happy returns from the other side','','Many happy returns from the other side','everyone','judged','',NULL,'allow','greetings-pass','nothing','','appears',1,2,1,NULL);
INSERT INTO "posts" VALUES(3,'bcw25dokmj5q','mhrnq5xkklnv','board','friends','reply','rbefv5he55ze','2026-03-14T09:12:40+00:00','','The canteen has soup today','e647c31d7e6d16170dcdbb8848e7cd65','','The canteen has soup today','','The canteen has soup today','everyone','released','Soup is fine.',NULL,'hold','default','reason','Your post waits until an editor has read it. On this board everything but a greeting is read by an editor first.','waits',0,2,1,NULL);
INSERT INTO "posts" VALUES(4,'kftzxh4woppr','mhrnq5xkklnv','board','friends','reply','rbefv5he55ze','2026-03-14T09:14:00+00:00','','No song tonight','038291d83103fb41061f9657f2d18e6a','','No song tonight','','No song tonight','refused','refused','Not on this board.',NULL,'hold','default','reason','Your post waits until an editor has read it. On this board everything but a greeting is read by an editor first.','waits',0,2,1,NULL);
INSERT INTO "posts" VALUES(5,'p2grm2kcigoq','mhrnq5xkklnv','board','friends','reply','4cmsdiajex5y','2026-03-14T09:15:20+00:00','','Happy b1rthday! Let''s meet at the square','29b2e1db1d7a9d95b96c5124ca43d353','','Happy b1rthday! Let''s meet at the square','','Happy b1rthday! Let''s meet at the square','author','judged','',NULL,'shadow','gathering','nothing','','appears',0,2,1,NULL);
INSERT INTO "posts" VALUES(6,'h4ec6ndtrnsq','baxnlnice2ny','board','birthdays','card','rfbctwbc47mn','2026-03-14T09:16:40+00:00','','생일을 축하합니다, 교수님!','9d6219d486359806c9aa6eb01a599f2e','','생일을 축하합니다, 교수님!','','생일을 축하합니다, 교수님!','everyone','judged','',NULL,'allow','greetings-pass','nothing','','appears',0,2,1,NULL);
INSERT INTO "posts" VALUES(7,'rvfb45oc66ad','baxnlnice2ny','board','birthdays','card','2csobnfs6mt5','2026-03-14T09:18:00+00:00','','Happy birthday, Professor!','2791a8bb699b66c17666216243424ef3','','Happy birthday, Professor!','','Happy birthday, Professor!','everyone','judged','',NULL,'allow','greetings-pass','nothing','','appears',0,2,1,NULL);
INSERT INTO "posts" VALUES(8,'bl2iinra4as6','mhrnq5xkklnv','board','friends','reply','2csobnfs6mt5','2026-03-14T09:19:20+00:00','','See http://elsewhere.test/ now','c9ca7f3a3a0e229fc986b52131f65585','','See http://elsewhere.test/ now',NULL,NULL,'nobody','judged','',NULL,'block','links-outside','reason','Your post was not accepted. Links lead to sites of this network only.','refused',0,2,1,NULL);
INSERT INTO "posts" VALUES(9,'2i7jqt2qx4mm','ek6rtkfpssef','board','notices','bulletin',NULL,'2026-03-14T09:22:00+00:00','Exams','Exams are on Monday','87aa17fbcbf5223d1e9d79af17702401','Exams','Exams are on Monday','Exams','Exams are on Monday','everyone','judged','',NULL,'allow','exempt','nothing','','appears',0,3,1,NULL);
CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person     TEXT REFERENCES people (id),
    audience   TEXT NOT NULL CHECK (audience IN ('network', 'console')),
    created    TEXT NOT NULL,
    revoked    TEXT
);
INSERT INTO "sessions" VALUES('87e3a044498a54d121fc8fe43f965cd9b683e483997102308b4eab6d49f43d80','rfbctwbc47mn','network','2026-03-14T09:06:40+00:00',NULL);
INSERT INTO "sessions" VALUES('f5b7cf4ef91743f7b287c0ac42c0cd90e337cbb1b3f3a3af172f1457c0fb9674','2csobnfs6mt5','network','2026-03-14T09:07:20+00:00',NULL);
INSERT INTO "sessions" VALUES('64ac8869fb5b3000131ca8c303cd79884c6b26f11802edb8594559d2804ef088','rbefv5he55ze','network','2026-03-14T09:08:00+00:00',NULL);
INSERT INTO "sessions" VALUES('1b88b0d4c52fe8b44df5062153644f0d9e6533c963667f33cf15050861e1b8de','4cmsdiajex5y','network','2026-03-14T09:08:40+00:00',NULL);
INSERT INTO "sessions" VALUES('eda223bce89706b09c39b1d82826f9fe55ddd2e3b7d68eedbbdb1496163e5bfc','rfbctwbc47mn','network','2026-03-14T09:20:40+00:00',NULL);
CREATE TABLE threads (
    seq         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    site        TEXT NOT NULL,
    board       TEXT NOT NULL,
    kind        TEXT NOT NULL,
    author      TEXT REFERENCES people (id),
    person_to   TEXT REFERENCES people (id),
    at          TEXT NOT NULL,
    opening     TEXT NOT NULL,
    merged_into TEXT REFERENCES threads (id)
);
INSERT INTO "threads" VALUES(1,'mhrnq5xkklnv','board','friends','thread','rfbctwbc47mn',NULL,'2026-03-14T09:10:00+00:00','nggf36dq5hzg',NULL);
INSERT INTO "threads" VALUES(2,'baxnlnice2ny','board','birthdays','card','rfbctwbc47mn','rbefv5he55ze','2026-03-14T09:16:40+00:00','h4ec6ndtrnsq',NULL);
INSERT INTO "threads" VALUES(3,'ek6rtkfpssef','board','notices','bulletin',NULL,NULL,'2026-03-14T09:22:00+00:00','2i7jqt2qx4mm',NULL);
CREATE INDEX people_by_birthday ON people (birthday);
CREATE INDEX threads_by_board ON threads (board, seq);
CREATE INDEX threads_by_person ON threads (person_to, seq);
CREATE INDEX posts_by_thread ON posts (thread, seq);
CREATE INDEX posts_by_sight ON posts (thread, audience, author);
CREATE INDEX posts_by_author ON posts (author, seq);
CREATE INDEX posts_by_verdict ON posts (verdict, seq);
CREATE INDEX posts_waiting ON posts (state, verdict, seq);
CREATE INDEX decisions_by_post ON decisions (post, seq);
CREATE INDEX decisions_by_audit ON decisions (audit);
CREATE INDEX policies_by_layer ON policies (layer, seq);
PRAGMA user_version = 1;
COMMIT;
