# expect: psgsh:RoadmapItem-inPhase sh:ClassConstraintComponent
# The item names a roadmap phase that is not described anywhere.
DELETE WHERE { <id/roadmap-item/example> psg:inPhase ?value } ;
INSERT DATA { <id/roadmap-item/example> psg:inPhase <id/phase/nowhere> }
