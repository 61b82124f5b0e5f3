# expect: psgsh:DigitalServiceTeam-unitOf sh:MaxCountConstraintComponent
# The team names two things where one is allowed: “unit of”.
INSERT DATA { <id/team/example> org:unitOf <id/organisation/second> }
