# expect: psgsh:Participation-hasParticipant sh:MaxCountConstraintComponent
# The participation names two things where one is allowed: “participant”.
INSERT DATA { <id/participation/example> cv:hasParticipant <id/organisation/second> }
