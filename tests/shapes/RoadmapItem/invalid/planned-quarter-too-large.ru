# expect: psgsh:RoadmapItem-plannedQuarter sh:MaxInclusiveConstraintComponent
# The value of “planned quarter” is above 4.
INSERT DATA { <id/roadmap-item/example> psg:plannedQuarter 5 }
