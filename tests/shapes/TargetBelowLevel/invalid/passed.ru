# expect: psgsh:TargetBelowLevel sh:SPARQLConstraintComponent
# The target is level 1, but the service has already reached level 2.
DELETE WHERE { <id/service/example> psg:targetDigitisationLevel ?level } ;
INSERT DATA { <id/service/example> psg:targetDigitisationLevel <codelist/digitisation-level/1> }
