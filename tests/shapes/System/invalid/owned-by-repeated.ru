# expect: psgsh:System-ownedBy sh:MaxCountConstraintComponent
# The system names two things where one is allowed: “owner”.
INSERT DATA { <id/system/example> cv:ownedBy <id/organisation/second> }
