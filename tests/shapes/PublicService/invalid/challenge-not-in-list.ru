# expect: psgsh:PublicService-challenge sh:NodeConstraintComponent
# The code for “challenge” is not in the code list.
INSERT DATA { <id/service/example> psg:challenge <codelist/challenge/unknown> }
