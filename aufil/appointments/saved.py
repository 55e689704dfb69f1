"""What nobody had to drive, thanks to the telephone and to video: kilometres, hours, CO2. Estimates, and said to be.

Both ways between the young person's commune and the site they would have come to, by `kernel.geography` (straight
line, 30 % longer by road, 50 km/h), one car each. An appointment counts when it was held, by telephone or by video,
and both ends are known; the others are counted apart, never guessed.
"""

from dataclasses import dataclass
from datetime import timedelta

from aufil.kernel.geography import Point, road_km, road_time

# kg CO2e a vehicle-kilometre. ADEME, Base Carbone, « moyenne nationale toutes distances, toutes carburations », as its
# Impact CO2 gives it (`transportations.json` of incubateur-ademe/monimpacttransport, version 0394eb5: « Voiture
# (thermique) », 192 g, 218 with the making of the car; compact electric car: 19.8 g). Fuel and its making.
CO2_PER_KM = 0.192
CO2_WITH_CAR = 0.218
CO2_ELECTRIC = 0.0198
CO2_YEAR = 2023


@dataclass(frozen=True)
class Held:
    """An appointment held from afar: the site it would have been at (its id), and both ends when known."""

    site: int | None
    home: Point | None
    there: Point | None


@dataclass(frozen=True)
class Saved:
    """Of `counted` appointments; `unknown` more were held of which a place is not known."""

    counted: int = 0
    unknown: int = 0
    km: float = 0.0
    time: timedelta = timedelta()

    @property
    def co2_kg(self) -> float:
        return self.km * CO2_PER_KM

    @property
    def hours(self) -> float:
        return self.time.total_seconds() / 3600

    def __mul__(self, times: int) -> "Saved":
        return Saved(self.counted * times, self.unknown * times, self.km * times, self.time * times)

    def __add__(self, other: "Saved") -> "Saved":
        return Saved(
            self.counted + other.counted,
            self.unknown + other.unknown,
            self.km + other.km,
            self.time + other.time,
        )


def saved_by(held: Held) -> Saved:
    """What one appointment saved: there and back."""
    if held.home is None or held.there is None:
        return Saved(unknown=1)
    km, time = road_km(held.home, held.there), road_time(held.home, held.there)
    return Saved(counted=1, km=2 * km, time=2 * time)
