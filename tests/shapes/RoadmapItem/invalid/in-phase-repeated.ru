# expect: psgsh:RoadmapItem-inPhase sh:MaxCountConstraintComponent
# The item names two things where one is allowed: “in phase”.
INSERT DATA { <id/roadmap-item/example> psg:inPhase <id/phase/second> }
