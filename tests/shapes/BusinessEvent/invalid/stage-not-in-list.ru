# expect: psgsh:BusinessEvent-stage sh:NodeConstraintComponent
# The code for “stage” is not in the code list.
DELETE WHERE { <id/business-event/example> psg:stage ?value } ;
INSERT DATA { <id/business-event/example> psg:stage <codelist/business-stage/unknown> }
