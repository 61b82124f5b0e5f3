# expect: psgsh:LifeEvent-stage sh:NodeConstraintComponent
# The code for “stage” is not in the code list.
DELETE WHERE { <id/life-event/example> psg:stage ?value } ;
INSERT DATA { <id/life-event/example> psg:stage <codelist/life-stage/unknown> }
