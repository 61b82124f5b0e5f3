# expect: psgsh:RoadmapItem-plannedQuarter sh:MinInclusiveConstraintComponent
# The value of “planned quarter” is below 1.
INSERT DATA { <id/roadmap-item/example> psg:plannedQuarter 0 }
