# expect: psgsh:ServiceDeliveredWithoutLevel sh:SPARQLConstraintComponent
# The item delivers a service, but does not say at which level.
DELETE WHERE { <id/roadmap-item/example> psg:deliversLevel ?level }
