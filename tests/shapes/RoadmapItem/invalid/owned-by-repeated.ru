# expect: psgsh:RoadmapItem-ownedBy sh:MaxCountConstraintComponent
# The item names two things where one is allowed: “owner”.
INSERT DATA { <id/roadmap-item/example> cv:ownedBy <id/team/first> }
