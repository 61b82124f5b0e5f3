# expect: psgsh:RoadmapPhase-startYear-order sh:LessThanOrEqualsConstraintComponent
# The phase ends before it starts.
DELETE WHERE { <id/phase/example> psg:endYear ?year } ;
INSERT DATA { <id/phase/example> psg:endYear 2026 }
