# expect: psgsh:RoadmapItem-estimatedCost-recommended sh:MinCountConstraintComponent
# The item has no estimated cost.
DELETE WHERE { <id/roadmap-item/example> psg:estimatedCost ?value }
