# expect: psgsh:CompletedWithoutProgress sh:SPARQLConstraintComponent
# The item is completed, but its progress is 90 %.
DELETE WHERE { <id/roadmap-item/example> psg:progress ?progress } ;
INSERT DATA { <id/roadmap-item/example> psg:progress 90 }
